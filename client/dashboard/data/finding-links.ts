import type { Finding, FindingSubject } from '../../../common/finding';
import type { ParamChanges } from '../state/location';

/** A place to go on from a finding. */
export interface FindingLink {
  readonly label: string;
  readonly screen: string;
  readonly with: ParamChanges;
}

/** The name of what a finding is about, for its title. */
export function subjectName({ kind, subject }: Finding): string {
  const { owner, collection, driver } = subject;
  if (owner) return owner.kind === 'none' ? 'Code outside of any call' : owner.name;
  if (kind === 'uncounted' && driver !== undefined) return `The driver ${driver}`;
  return collection ?? 'The app';
}

/** Where to look at what a finding is about, the closest first. */
export function findingLinks(finding: Finding): FindingLink[] {
  const { kind, subject } = finding;
  const { owner, collection } = subject;
  const links: FindingLink[] = [firstLink(finding)];
  if (owner?.kind === 'publication') {
    links.push({ label: 'The publication', screen: 'publications', with: { name: owner.name } });
  }
  if (owner?.kind === 'method') {
    links.push({ label: 'The method', screen: 'methods', with: { name: owner.name } });
  }
  if (collection !== undefined) {
    links.push({
      ...{ label: `Who writes to ${collection}`, screen: 'database' },
      with: { tab: 'writes', collection },
    });
  }
  if (kind === 'incomplete')
    links.push({ label: 'State of the hooks', screen: 'radiant', with: {} });
  return links;
}

function firstLink({ kind, subject, evidence }: Finding): FindingLink {
  if (kind !== 'regression') {
    return { label: 'Show its observers', screen: 'observers', with: pickOf({ kind, subject }) };
  }
  const releases = { a: String(evidence.before), b: String(evidence.release) };
  return { label: 'Compare the releases', screen: 'releases', with: releases };
}

/** Parameters of the screen of observers that show a subject there. */
export function observerParams({ owner, collection, shape, driver }: FindingSubject): ParamChanges {
  return { kind: owner?.kind, name: owner?.name, collection, shape, driver };
}

function pickOf({ kind, subject }: Pick<Finding, 'kind' | 'subject'>): ParamChanges {
  if (kind === 'polling' && !subject.owner) return { view: 'polling' };
  return observerParams(subject);
}
