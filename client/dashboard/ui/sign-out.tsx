import { toldByServer } from '../data/told-by-server';

/** Ends the session, where there is one: who is let in for another reason has none. */
export function SignOut() {
  if (toldByServer('session') !== 'cookie') return null;
  return (
    <form method="post" action="./logout">
      <button type="submit" class="quiet">
        Sign out
      </button>
    </form>
  );
}
