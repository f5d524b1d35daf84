/** The two parts of a page that a file of the package `static-html` has. */
export function staticHtml(text: string): { head: string; body: string } {
  return { head: part(text, 'head'), body: part(text, 'body') };
}

function part(text: string, tag: string): string {
  return new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(text)?.[1]?.trim() ?? '';
}
