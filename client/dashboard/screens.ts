import type { ComponentType } from 'preact';
import { Alerts } from './screens/alerts/alerts';
import { Analytics } from './screens/analytics/analytics';
import { Database } from './screens/database/database';
import { Errors } from './screens/errors/errors';
import { Http } from './screens/http/http';
import { Jobs } from './screens/jobs/jobs';
import { Logs } from './screens/logs/logs';
import { Methods } from './screens/methods/methods';
import { Observers } from './screens/observers/observers';
import { Overview } from './screens/overview/overview';
import { Process } from './screens/process/process';
import { Publications } from './screens/publications/publications';
import { Radiant } from './screens/radiant/radiant';
import { Releases } from './screens/releases/releases';
import { Traces } from './screens/traces/traces';

/** A screen: the last segment of its address, its title in the menu, and what it answers. */
export interface Screen {
  readonly name: string;
  readonly title: string;
  /** The question it answers, which stands below its title. */
  readonly question: string;
  readonly View: ComponentType;
}

/** In the order of the menu; the first is where one begins. */
export const screens: readonly Screen[] = [
  {
    name: '',
    title: 'Overview',
    question: 'Is the app well, and what is to be done?',
    View: Overview,
  },
  {
    name: 'alerts',
    title: 'Alerts',
    question: 'What fires, since when, and who was told?',
    View: Alerts,
  },
  {
    name: 'methods',
    title: 'Methods',
    question: 'Which methods take the time, and where it goes?',
    View: Methods,
  },
  {
    name: 'publications',
    title: 'Publications',
    question: 'Which publications are slow, large, or many?',
    View: Publications,
  },
  {
    name: 'observers',
    title: 'Observers',
    question: 'Which observers take the CPU, which leak, and which are not shared?',
    View: Observers,
  },
  { name: 'traces', title: 'Traces', question: 'Why was this very call slow?', View: Traces },
  {
    name: 'errors',
    title: 'Errors',
    question: 'What fails, since when, and in which release?',
    View: Errors,
  },
  { name: 'logs', title: 'Logs', question: 'What did the app say meanwhile?', View: Logs },
  {
    name: 'http',
    title: 'HTTP',
    question: 'Which requests are slow, of the app and by the app?',
    View: Http,
  },
  {
    name: 'jobs',
    title: 'Jobs and e-mail',
    question: 'What does the app do by itself, and does it end well?',
    View: Jobs,
  },
  {
    name: 'database',
    title: 'Database',
    question: 'Which operations does the database spend its time on?',
    View: Database,
  },
  {
    name: 'process',
    title: 'Process',
    question: 'Is a process short of CPU, memory, or connections?',
    View: Process,
  },
  {
    name: 'releases',
    title: 'Releases',
    question: 'Is the new release slower than the one before?',
    View: Releases,
  },
  {
    name: 'analytics',
    title: 'Analytics',
    question: 'Who uses the app, and what do they do?',
    View: Analytics,
  },
  {
    name: 'radiant',
    title: 'Radiant',
    question: 'What does Radiant itself cost, and does it see everything?',
    View: Radiant,
  },
];

/** The screen of that name, if there is one. */
export function screenOf(name: string): Screen | undefined {
  return screens.find((screen) => screen.name === name);
}
