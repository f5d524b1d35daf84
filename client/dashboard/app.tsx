import { useEffect } from 'preact/hooks';
import { signedOut } from './data/api';
import { screenOf, screens } from './screens';
import { followClock } from './state/live';
import { screenName } from './state/location';
import { FilterBar } from './ui/filter-bar';
import { hushHelp } from './ui/hush-help';
import { Link } from './ui/link';
import { Menu } from './ui/menu';

/** The frame of all screens: menu, range and filters, and the screen that the address names. */
export function App() {
  useEffect(followClock, []);
  useEffect(hushHelp, []);
  const screen = screenOf(screenName.value);
  useEffect(() => {
    document.title = `${screen?.title ?? 'Not found'} · Radiant`;
  }, [screen]);

  if (signedOut.value) return <SignedOut />;
  return (
    <div class="shell">
      <a class="skip" href="#main">
        Skip to content
      </a>
      <Menu screens={screens} />
      <div class="page">
        <FilterBar />
        <main id="main" tabIndex={-1}>
          {screen ? (
            <>
              <header class="screen-head">
                <h1>{screen.title}</h1>
                <p>{screen.question}</p>
              </header>
              <screen.View key={screen.name} />
            </>
          ) : (
            <NotFound />
          )}
        </main>
      </div>
    </div>
  );
}

function NotFound() {
  return (
    <div class="empty">
      <h1>No such screen</h1>
      <p>
        There is nothing at this address. <Link to="">Go to the overview</Link>.
      </p>
    </div>
  );
}

function SignedOut() {
  return (
    <main class="empty">
      <h1>You are signed out</h1>
      <p>Sessions last twelve hours, and end when the token changes.</p>
      <p>
        <button type="button" class="primary" onClick={() => window.location.reload()}>
          Sign in again
        </button>
      </p>
    </main>
  );
}
