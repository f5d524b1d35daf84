import type { Environment } from '../common/option-schema';
import type { LatePackages } from './install-packages';

export interface MontiTraces {
  /** Names in `Meteor.settings`. */
  readonly settingNames: readonly string[];
  readonly env: Environment;
  readonly packages: LatePackages | undefined;
  readonly warn: (line: string) => void;
}

const settingNames = ['monti', 'kadira'];
const variables = ['MONTI_APP_ID', 'KADIRA_APP_ID'];
const agents = ['montiapm:agent', 'mdg:meteor-apm-agent', 'meteorhacks:kadira'];

/**
 * Tells an app that has Kadira or MontiAPM, or settings of theirs, what
 * becomes of them here: one line, when all packages have loaded; none where
 * there is nothing of it.
 */
export function noticeMonti({ settingNames: given, env, packages, warn }: MontiTraces): void {
  const left = [
    ...settingNames.filter((name) => given.includes(name)).map((name) => `Meteor.settings.${name}`),
    ...variables.filter((name) => env[name]),
  ];

  function notice(): void {
    const running = agents.filter((name) => packages?.exportOf(name, 'Kadira') !== undefined);
    const guide = 'docs/migrating-from-kadira.md says what is what';
    if (running.length > 0) {
      warn(
        `${running.join(' and ')} runs beside Radiant: both work, and each has the other's cost in its figures; ${guide}`,
      );
    } else if (left.length > 0) {
      warn(`${left.join(' and ')}: not read by Radiant, which needs no account; ${guide}`);
    }
  }
  if (packages) packages.onStartup(notice);
  else notice();
}
