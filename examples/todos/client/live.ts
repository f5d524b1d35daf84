import { Tracker } from 'meteor/tracker';

/** Fills an element, and again when what `children` read has changed, until its page is left. */
export function live<Made extends Element>(
  filled: Made,
  children: () => ReadonlyArray<Node | string>,
): Made {
  Tracker.autorun(() => filled.replaceChildren(...children()));
  return filled;
}
