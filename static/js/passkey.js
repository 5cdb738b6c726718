/**
 * Say beside its button when a passkey was not made or not used; allauth's script tells the console alone.
 * @param {HTMLScriptElement} script what allauth's script is told: the ids of the page's elements
 */
export default function tellFailure(script) {
  const { login, add, signup, authenticate } = JSON.parse(script.textContent).ids;
  const button = document.getElementById(login ?? add ?? signup ?? authenticate);
  const notice = document.createElement("p");
  notice.className = "notice notice-error";
  notice.role = "alert";
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    notice.textContent = words(event.detail.exception.name);
    button.closest(".actions").after(notice);
  });
}

/** @param {string} kind the exception's name (Web Authentication, §5) */
function words(kind) {
  const { insecure, known, unused } = document.querySelector("meta[name=passkey-words]").dataset;
  if (kind === "SecurityError") return insecure;
  if (kind === "InvalidStateError") return known;
  return unused;
}
