/** Reads lines of JSON as they come, and never holds more than one piece of them. */
export async function eachJsonLine<Row>(
  pieces: AsyncIterable<Uint8Array>,
  take: (row: Row) => void,
): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of pieces) {
    rest += decoder.decode(piece, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(JSON.parse(line));
  }
  rest += decoder.decode();
  if (rest !== '') take(JSON.parse(rest));
}
