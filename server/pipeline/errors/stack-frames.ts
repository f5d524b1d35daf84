import { read } from '../../../common/read-property';

/** One line of a stack. */
export interface Frame {
  /** As it stands there: may be empty. */
  readonly fn: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const frameLimit = 30;
const lengthLimit = 8_192;
const lineLimit = 500;
const nameLimit = 120;

/**
 * The frames of an error's stack, the innermost first, at most 30. Asks for
 * `stack`, which makes the engine write it down if nobody has asked before.
 * Nothing of the message is in it, not even where it looks like a stack.
 */
export function framesOf(error: unknown, message: string): readonly Frame[] {
  const stack = read(error, 'stack');
  if (typeof stack !== 'string') return [];
  const text = withoutHead(stack, message);
  const frames: Frame[] = [];
  for (const line of text.split('\n', 2 * frameLimit)) {
    const frame = frames.length < frameLimit ? parseFrame(line.slice(0, lineLimit)) : undefined;
    if (frame) frames.push(frame);
  }
  return frames;
}

function withoutHead(stack: string, message: string): string {
  const at = message === '' ? -1 : stack.indexOf(message);
  const start = at < 0 ? Math.max(0, stack.indexOf('\n    at ')) : at + message.length;
  return stack.slice(start, start + lengthLimit);
}

/** `    at Object.add (/app/tasks.js:12:3)`, `    at async /app/tasks.js:12:3` */
function parseFrame(line: string): Frame | undefined {
  const trimmed = line.trim();
  if (!trimmed.startsWith('at ')) return undefined;
  const body = trimmed.slice(3).replace(/^async /, '');
  const opening = body.endsWith(')') ? body.lastIndexOf(' (') : -1;
  const fn = opening < 0 ? '' : body.slice(0, opening);
  const place = opening < 0 ? body : body.slice(opening + 2, -1);
  const position = /:(\d{1,8}):(\d{1,8})$/.exec(place);
  if (!position) return undefined;
  return {
    fn: nameIn(fn),
    file: fileIn(place.slice(0, position.index)),
    line: Number(position[1]),
    column: Number(position[2]),
  };
}

function nameIn(fn: string): string {
  return /^[\w$.#<>[\] ]*$/.test(fn) ? fn.slice(0, nameLimit) : '<anonymous>';
}

/** Without the query that module loaders add; code that is its own address is left out. */
function fileIn(place: string): string {
  if (place.startsWith('data:')) return 'data:';
  const query = place.search(/[?#]/);
  return query < 0 ? place : place.slice(0, query);
}
