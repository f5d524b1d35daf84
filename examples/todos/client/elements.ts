/** The element with this id; the page has it. */
export function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}`);
  return found;
}

/** Puts `children` in place of what the element shows. */
export function show(id: string, children: ReadonlyArray<Node | string>): void {
  element(id).replaceChildren(...children);
}

/** A new element with properties, as `make('p', { className: 'note' }, ['text'])`. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]> = {},
  children: ReadonlyArray<Node | string> = [],
): HTMLElementTagNameMap[Tag] {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

export function button(text: string, onClick: () => void): HTMLButtonElement {
  const made = make('button', { type: 'button' }, [text]);
  made.addEventListener('click', onClick);
  return made;
}
