import type { Notify } from './alert-notification';
import { defaultAlertRules } from './alert-rules';
import { group, option, optional } from './option-schema';
import {
  boolean,
  fromCode,
  httpUrl,
  integer,
  jsonOrText,
  type OptionType,
  oneOf,
  record,
  string,
  stringList,
} from './option-types';
import { type GivenAlertRule, readAlertRules } from './read-alert-rules';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

const address = { min: 3, max: 320, unit: 'characters' } as const;

const rules: OptionType<readonly GivenAlertRule[]> = {
  name: 'list of rules',
  accepts: 'a list of alert rules',
  is: (value): value is readonly GivenAlertRule[] => readAlertRules(value).problems.length === 0,
  problem: (value) => readAlertRules(value).problems.join('\n    ') || undefined,
  fromText: jsonOrText,
};

const defaultNames = defaultAlertRules.map(({ name }) => name);

const ruleNames: OptionType<readonly string[]> = {
  ...stringList,
  accepts: `a list of names of default rules (${defaultNames.join(', ')})`,
  is: (value): value is readonly string[] =>
    stringList.is(value) && value.every((name) => defaultNames.includes(name)),
};

/** Options of alerts: what is watched, and who is told. */
export const alertOptions = group({
  enabled: option(boolean, {
    default: true,
    help: 'Whether rules are evaluated, where there is a target or a rule of your own.',
  }),
  rules: option(rules, {
    default: [],
    help: 'Rules of your own, and changes to default ones by name; in the environment as JSON.',
  }),
  defaults: option(boolean, {
    default: true,
    help: 'Whether the default rules are evaluated, too.',
  }),
  without: option(ruleNames, {
    default: [],
    help: 'Names of default rules that are not.',
  }),
  everyMs: option(integer, {
    default: minute,
    unit: 'ms',
    min: second,
    max: hour,
    help: 'How often rules are evaluated.',
  }),
  repeatMs: optional(integer, {
    unit: 'ms',
    min: minute,
    max: 30 * 24 * hour,
    help: 'How long after a notification an alert that still fires is told again; without it, never.',
  }),
  limit: option(integer, {
    default: 500,
    unit: 'alerts',
    min: 1,
    max: 1_000,
    help: 'Alerts that are kept at a time, pending and firing ones; what comes beyond is counted.',
  }),
  scope: optional(oneOf('fleet', 'process'), {
    help: 'Whether one process evaluates for all, or each for itself; without it `fleet` where the backend is `mongo` or `clickhouse`.',
  }),
  dashboardUrl: optional(httpUrl, {
    help: 'Address of the dashboard for links in notifications; without it `ROOT_URL` with `dashboard.path`.',
  }),
  webhook: group({
    url: optional(httpUrl, {
      secret: true,
      help: 'Posts notifications to this address, as JSON.',
    }),
    headers: option(record, {
      default: {},
      secret: true,
      help: 'Headers to post with, such as `Authorization`.',
    }),
  }),
  slack: group({
    url: optional(httpUrl, {
      secret: true,
      help: 'Posts notifications to this incoming webhook of Slack, or of what takes the same.',
    }),
  }),
  email: group({
    to: option(stringList, {
      default: [],
      help: "Sends notifications to these addresses, by the app's package email.",
    }),
    from: optional(string, {
      ...address,
      help: 'Sender of these e-mails; without it the first address they go to.',
    }),
  }),
  notify: optional(
    fromCode<Notify>('function', 'a function', (value) => typeof value === 'function'),
    {
      help: 'Called with each notification; a promise that rejects is a failure, and is tried again.',
    },
  ),
});
