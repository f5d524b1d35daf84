import type { ReleaseEntry } from '../../../../common/releases-answer';

/** What an operator wants to know: is it worse, and where. */
export function sentenceOf(entries: readonly ReleaseEntry[], release: string): string {
  const of = (verdict: ReleaseEntry['verdict']) =>
    entries.filter((entry) => entry.verdict === verdict).map(({ name }) => name);
  const said = [
    part(of('more-errors'), 'fails more often', 'fail more often'),
    part(of('slower'), 'is slower', 'are slower'),
    part(of('faster'), 'is faster', 'are faster'),
    part(of('fewer-errors'), 'fails less often', 'fail less often'),
  ].filter((text) => text !== undefined);
  const unknown = of('unknown').length;
  const rest = unknown > 0 ? ` Of ${unknown} too little is known yet.` : '';
  if (said.length > 0) return `In ${release}, ${said.join('; ')}.${rest}`;
  return `Nothing is slower or fails more often in ${release}, beyond what chance does.${rest}`;
}

const mostNamed = 3;

function part(names: readonly string[], one: string, several: string): string | undefined {
  if (names.length === 0) return undefined;
  const others = names.length - mostNamed;
  const named = names.slice(0, mostNamed).join(', ');
  return `${named}${others > 0 ? ` and ${others} more` : ''} ${names.length === 1 ? one : several}`;
}
