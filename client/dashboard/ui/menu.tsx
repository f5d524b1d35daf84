import type { Screen } from '../screens';
import { screenName } from '../state/location';
import { theme, themes } from '../state/theme';
import { AlertMark } from './alert-mark';
import { Link } from './link';
import { SignOut } from './sign-out';

/** The list of screens; along the top where there is little room. */
export function Menu({ screens }: { screens: readonly Screen[] }) {
  const next = () => {
    theme.value = themes[(themes.indexOf(theme.value) + 1) % themes.length] ?? 'system';
  };
  return (
    <nav class="menu" aria-label="Screens">
      <span class="brand">
        <img src="./icon.svg" alt="" width="22" height="22" />
        Radiant
      </span>
      <ul>
        {screens.map(({ name, title }) => (
          <li key={name}>
            <Link to={name} isCurrent={name === screenName.value}>
              {title}
              {name === 'alerts' && <AlertMark />}
            </Link>
          </li>
        ))}
      </ul>
      <button type="button" class="quiet theme" onClick={next}>
        Theme: {theme.value}
      </button>
      <SignOut />
    </nav>
  );
}
