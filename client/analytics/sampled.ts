/** Whether a person is among the part that is recorded: the same answer for the same id, always. */
export function sampled(anonymousId: string, sampling: number | undefined): boolean {
  let hash = 0;
  for (const char of anonymousId)
    hash = Math.imul(hash ^ char.charCodeAt(0), 0x9e3779b1) ^ (hash >>> 15);
  return !((hash >>> 0) / 2 ** 32 >= Number(sampling));
}
