// Reading JSON of the site's own server, with its errors in the reader's language.
import { language } from "./words";

/** The JSON at an address of this site. Errors: an Error with the server's message or status. */
export async function readJson<T>(url: string): Promise<T> {
  const answer = await fetch(url, {
    headers: { Accept: "application/json" },
    credentials: "same-origin",
  });
  const body: unknown = await answer.json().catch(() => null);
  if (!answer.ok || body === null) {
    const message = (body as { th?: string; en?: string } | null)?.[language()];
    throw new Error(message ?? `${answer.status} ${url}`);
  }
  return body as T;
}
