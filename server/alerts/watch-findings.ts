import type { FindingRule } from '../../common/alert';
import { type Finding, severities } from '../../common/finding';
import type { FindingsReport } from '../../common/load-report';
import type { Dims } from '../../common/metrics';
import { cleanLabels, cleanText, longestSentence, type Seen, type Sight } from './seen';

/** What a rule sees of the findings of a round. What is not found has ended, but of nothing nothing is known. */
export function watchFindings(
  rule: FindingRule,
  { findings, wallMs }: Pick<FindingsReport, 'findings' | 'wallMs'>,
): Sight {
  const least = severities.indexOf(rule.minSeverity);
  const wanted = findings.filter(
    ({ kind, severity }) => rule.finding.includes(kind) && severities.indexOf(severity) <= least,
  );
  return { seen: wanted.map((finding) => seenAs(rule, finding)), isComplete: wallMs > 0 };
}

function seenAs(rule: FindingRule, finding: Finding): Seen {
  const severity = rule.severity ?? finding.severity;
  return {
    labels: labelsOf(finding),
    holds: true,
    severity,
    sentence: cleanText(finding.sentence, longestSentence),
    weight: -severities.indexOf(finding.severity),
  };
}

function labelsOf({ kind, subject }: Finding): Dims {
  const { owner, collection, shape, driver } = subject;
  return cleanLabels({
    kind,
    ...(owner ? { owner: `${owner.kind} ${owner.name}`.trim() } : {}),
    ...(collection === undefined ? {} : { collection }),
    ...(shape === undefined ? {} : { shape }),
    ...(driver === undefined ? {} : { driver }),
  });
}
