/** Asks unless what was asked under the same key has not been answered yet: what hangs does not pile up. */
export async function alone<Value>(
  underWay: Set<string>,
  key: string,
  ask: () => Promise<Value>,
): Promise<Value> {
  if (underWay.has(key)) throw new Error('what it asked in an earlier round was not answered yet');
  underWay.add(key);
  try {
    return await ask();
  } finally {
    underWay.delete(key);
  }
}
