import { ReactiveVar } from 'meteor/reactive-var';
import { make } from './elements';

const path = new ReactiveVar(window.location.pathname);

window.addEventListener('popstate', () => path.set(window.location.pathname));

/** The path of the page that is shown; a computation that read it runs again at the next page. */
export function currentPath(): string {
  return path.get();
}

/** A link to another page of the app, which does not load it anew. */
export function link(text: string, to: string): HTMLAnchorElement {
  const made = make('a', { href: to }, [text]);
  made.addEventListener('click', (event) => {
    event.preventDefault();
    go(to);
  });
  return made;
}

function go(to: string): void {
  window.history.pushState(null, '', to);
  path.set(window.location.pathname);
}
