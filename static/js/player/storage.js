/**
 * What the device remembers: the session that is under way; what waits for the network is in offline/store.js.
 * A record is `{uuid, person, path, plan, events, seen, updatedAt, timeZone, draft, keep}`; `person` is "" without an
 * account. Each person has a record of their own, which nobody else is shown. `keep` is when somebody without an
 * account asked to keep the session, else 0. What is sent goes to `/workouts/sync/` (docs/sync.md); again does no harm.
 */
const SESSION = "backfit.session";
const SETTINGS = "backfit.player";
/** For so long what was done without an account goes to whoever signs in: they asked for it just now. */
const MAX_KEEP_MS = 60 * 60 * 1000;

function read(key, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** Whether it could be stored: a full or closed store loses what a reload would bring back; the session goes on. */
function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

const keyOf = (person) => (person ? `${SESSION}.${person}` : SESSION);

export function loadSession(person) {
  const record = read(keyOf(person), null);
  return record?.person === person ? record : null;
}

export const saveSession = (record) => write(keyOf(record.person), record);
export const clearSession = (person) => localStorage.removeItem(keyOf(person));

/** Whether what was done without an account belongs to whoever is signed in now. */
export const isAskedToKeep = (record, now) => Boolean(record.keep) && now - record.keep < MAX_KEEP_MS;

export const loadSettings = () => ({ sound: true, vibration: true, flash: true, voice: false, rests: {}, ...read(SETTINGS, {}) });
export const saveSettings = (changed) => write(SETTINGS, { ...loadSettings(), ...changed });

/** The token of the last answer; a new one is fetched when it no longer holds. */
let token = "";

/** A line that is silent for so long is dead; what waits behind it must not wait for ever. */
const patience = () => AbortSignal.timeout?.(30000);

/** Ask for a token and the open sessions. The server refuses when somebody else is signed in meanwhile. */
const ask = (url, person) => fetch(url, { headers: { Accept: "application/json", "X-Person": person }, cache: "no-store", signal: patience() });

const post = (url, person, sessions) =>
  fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token, "X-Person": person },
    body: JSON.stringify({ sessions }),
    signal: patience(),
  });

/** What an answer means that is no success; any other, or none: nothing can be known now. */
const STATUSES = { 400: "refused", 401: "signed-out", 403: "signed-out", 413: "refused" };

/** `status` is kept, refused, signed-out, or offline; `results`, `end` and the `reason` of a refusal are the server's. */
export async function send(url, person, sessions) {
  try {
    let answer = token && (await post(url, person, sessions));
    if (!answer || answer.status === 403) {
      answer = await ask(url, person);
      if (answer.ok) {
        ({ token } = await answer.json());
        answer = await post(url, person, sessions);
      }
    }
    if (answer.ok) {
      const { sessions: results, end } = await answer.json();
      return { status: "kept", results, end };
    }
    const status = STATUSES[answer.status] ?? "offline";
    return { status, results: [], reason: status === "refused" ? (await answer.json()).error : "" };
  } catch {
    return { status: "offline", results: [] };
  }
}

/** The person's sessions that are not finished, from any device; none when that cannot be known now. */
export async function openSessions(url, person) {
  try {
    const answer = await ask(url, person);
    return answer.ok ? (await answer.json()).open : [];
  } catch {
    return [];
  }
}

/** Why a session was refused, in the server's words. */
export const reasonOf = (result) => Object.values(result?.errors ?? {}).flat().join(" ");
