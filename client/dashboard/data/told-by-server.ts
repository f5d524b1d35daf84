/** What the server put into the page: where the query API is, and whether there is a session (`cookie`). */
export function toldByServer(what: 'api' | 'session'): string | undefined {
  return document.querySelector<HTMLMetaElement>(`meta[name="radiant-${what}"]`)?.content;
}
