/**
 * Show a button that copies the text of the field it names (`data-copy`: the field's id) and says so,
 * in the words of `data-copied` and `data-copy-failed`.
 * @param {HTMLButtonElement} button
 */
export default function offerCopy(button) {
  const field = document.getElementById(button.dataset.copy);
  if (!field || !navigator.clipboard) return;
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = button.dataset.copied;
    } catch {
      field.select();
      button.textContent = button.dataset.copyFailed;
    }
    setTimeout(() => { button.textContent = label; }, 4000);
  });
}
