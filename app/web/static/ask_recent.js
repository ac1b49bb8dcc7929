// The last questions, kept in this browser.

const KEY = "claimatlas.asked";
const MOST = 20;

/** The questions, newest first, each with its address and title. */
export function recent() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => one?.address?.startsWith?.("/ask?") && typeof one.title === "string") : [];
  } catch {
    return []; // storage is closed, or holds something else
  }
}

/** Note a question. */
export function note(address, title) {
  keep([{ address, title }, ...recent().filter((one) => one.address !== address)].slice(0, MOST));
}

/** Forget them all. */
export function forget() {
  keep([]);
}

function keep(questions) {
  try {
    localStorage.setItem(KEY, JSON.stringify(questions));
  } catch {
    // Then there is no history.
  }
}
