/** What the matcher, sorter and projection throw for what they do not support. */
export class MinimongoError extends Error {
  override readonly name = 'MinimongoError';
}
