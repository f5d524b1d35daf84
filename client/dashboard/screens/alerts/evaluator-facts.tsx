import type { AlertEvaluator } from '../../../../common/alerts-answer';
import { evaluatorWords } from './evaluator-words';

/** Who evaluates, when it last did, and what is wrong with that. */
export function EvaluatorFacts({ evaluator, at }: { evaluator: AlertEvaluator; at: number }) {
  const { who, when, trouble } = evaluatorWords(evaluator, at);
  return (
    <div class="prose">
      {trouble && (
        <p class="failure" role="alert">
          {trouble}
        </p>
      )}
      <p>{who}</p>
      <p>{when}</p>
    </div>
  );
}
