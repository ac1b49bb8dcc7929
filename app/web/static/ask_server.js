// Asking the server: SPARQL at /sparql, and what the page needs beside. What goes wrong is told as the server tells it.

import { TABLE, TRIPLES, read, uncut } from "./ask_answer.js";

export const ENDPOINT = "/sparql";

/** What the server tells is wrong, or that it cannot be reached; `problem` has its members (RFC 9457). */
export class Refusal extends Error {
  constructor(problem) {
    super(problem.detail ?? problem.title ?? "The server refused.");
    this.problem = problem;
  }
}

const UNREACHED = { detail: "The server cannot be reached. Is it running, and is the network up?" };

async function fetched(address, options) {
  const response = await fetch(address, options).catch((error) => {
    throw error.name === "AbortError" ? error : new Refusal(UNREACHED);
  });
  if (response.ok) return response;
  const isProblem = response.headers.get("content-type")?.includes("json");
  const problem = isProblem ? await response.json() : { detail: `The server answered ${response.status} ${response.statusText}.` };
  throw new Refusal(problem);
}

/** Fetch JSON from an address. */
export async function fetchJson(address, signal) {
  return (await fetched(address, { signal, headers: { Accept: "application/json" } })).json();
}

/** Ask a query, and return the answer as text in a format. */
export async function fetchAs(query, type, signal) {
  return (await posted(query, type, signal)).text();
}

/** Ask a query; see `read` for the answer. `isCut` tells that the server stopped before the end. */
export async function ask(query, signal) {
  const response = await posted(query, `${TABLE}, ${TRIPLES};q=0.9`, signal);
  const type = response.headers.get("content-type") ?? "";
  const { text, isCut } = await textOf(response);
  return { ...read(type, isCut ? uncut(type, text) : text), isCut };
}

function posted(query, accept, signal) {
  const headers = { "Content-Type": "application/sparql-query", Accept: accept };
  return fetched(ENDPOINT, { method: "POST", body: query, headers, signal });
}

/** A server that meets a limit amid an answer cuts the connection; what came until then counts. */
async function textOf(response) {
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  let text = "";
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      text += decoder.decode(piece.value, { stream: true });
    }
  } catch (error) {
    if (error.name === "AbortError" || !text) throw error;
    return { text, isCut: true };
  }
  return { text: text + decoder.decode(), isCut: false };
}
