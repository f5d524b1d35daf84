import { RadiantError } from '../../common/errors';

/** Tells the series of one name apart. Few values each: every combination is a series. */
export type Labels = Readonly<Record<string, string | number | boolean>>;

/** Dimensions of all `app.*` metrics. */
export interface AppDims extends Readonly<Record<string, string>> {
  readonly name: string;
  /** Sorted, as `application/x-www-form-urlencoded`; empty without any. */
  readonly labels: string;
}

const appName = /^[a-zA-Z][\w.-]{0,99}$/;
const labelName = /^[a-zA-Z_]\w{0,49}$/;
const mostLabels = 10;
const longestValue = 200;

/** Whether a metric or span may be called so. */
export function isAppName(name: unknown): name is string {
  return typeof name === 'string' && appName.test(name);
}

/**
 * The dimensions of one series of the app's own.
 *
 * @throws {RadiantError} `metric-invalid`, saying what came and what is accepted.
 */
export function appDims(name: unknown, labels: Labels = {}): AppDims {
  if (!isAppName(name)) {
    throw new RadiantError(
      'metric-invalid',
      `the name of a metric is a letter and up to 99 letters, digits, dots, dashes or underscores, not ${said(name)}`,
    );
  }
  return { name, labels: encodeLabels(name, labels) };
}

function encodeLabels(name: string, labels: Labels): string {
  if (typeof labels !== 'object' || labels === null) {
    throw refused(name, `labels are an object of names and values, not ${said(labels)}`);
  }
  const entries = Object.entries(labels);
  if (entries.length > mostLabels) {
    throw refused(name, `at most ${mostLabels} labels are accepted, not ${entries.length}`);
  }
  for (const [label, value] of entries) checkLabel(name, label, value);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return new URLSearchParams(entries.map(([label, value]) => [label, String(value)])).toString();
}

function checkLabel(name: string, label: string, value: unknown): void {
  if (!labelName.test(label)) {
    throw refused(
      name,
      `a label's name is a letter or underscore and up to 49 letters, digits or underscores, not ${said(label)}`,
    );
  }
  const fits =
    typeof value === 'boolean' ||
    (typeof value === 'number' && Number.isFinite(value)) ||
    (typeof value === 'string' && value.length <= longestValue);
  if (!fits) {
    throw refused(
      name,
      `label ${label} is a text of up to ${longestValue} characters, a finite number or a boolean, not ${said(value)}`,
    );
  }
}

function refused(name: string, what: string): RadiantError {
  return new RadiantError('metric-invalid', `${name}: ${what}`);
}

function said(value: unknown): string {
  if (typeof value === 'string') {
    return value.length > 50 ? `a text of ${value.length} characters` : JSON.stringify(value);
  }
  return typeof value === 'number' ? String(value) : value === null ? 'null' : `a ${typeof value}`;
}
