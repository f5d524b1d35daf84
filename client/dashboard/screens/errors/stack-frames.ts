import { isOwnFile } from '../../../../common/own-file';

/** A line of a stack. */
export interface StackFrame {
  /** The function; empty where it has no name. */
  readonly fn: string;
  /** `file:line:column`. */
  readonly place: string;
  /** Whether it is of the app's own code, and not of a package or of Node. */
  readonly isOwn: boolean;
}

const most = 200;

/** The frames of a stack, in order. What is no frame, such as the message above them, is left out. */
export function stackFrames(stack: string): StackFrame[] {
  return stack
    .split('\n')
    .flatMap((line) => frameOf(line.trim()) ?? [])
    .slice(0, most);
}

function frameOf(line: string): StackFrame | undefined {
  if (!line.startsWith('at ')) return undefined;
  const text = line.slice(3);
  const [, named = '', inBrackets] = /^(.*) \(([^()]*(?:\([^()]*\)[^()]*)*)\)$/.exec(text) ?? [];
  const [fn, place] = inBrackets === undefined ? ['', text] : [named, inBrackets];
  const file = place.replace(/^async /, '').replace(/(?::\d+){1,2}$/, '');
  return { fn, place, isOwn: isOwnFile(file) };
}
