/** Takes back what one call installed. Calling it again does nothing. */
export type Undo = () => void;

/**
 * Runs `install`, which hands each step's undo to `defer`, and returns one
 * undo for all of them, last step first. When a step throws, the steps before
 * it are taken back and the error goes on: all of it is installed, or none.
 */
export function undoable(install: (defer: (undo: Undo) => void) => void): Undo {
  const undos: Undo[] = [];
  const undo = () => {
    for (let last = undos.pop(); last; last = undos.pop()) last();
  };
  try {
    install((step) => undos.push(step));
  } catch (error) {
    undo();
    throw error;
  }
  return undo;
}
