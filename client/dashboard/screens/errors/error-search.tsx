import { errorSources } from '../../../../common/error-entry';
import type { ErrorsAnswer } from '../../../../common/read-errors';
import type { Answer } from '../../data/use-answer';
import { ParamSelect } from '../../ui/param-select';
import { ParamText } from '../../ui/param-text';
import { SearchForm } from '../../ui/search-form';
import { sourceWords } from './error-words';

interface Props {
  /** Where names to choose from are taken. */
  readonly answers: ReadonlyArray<Answer<ErrorsAnswer>>;
}

/** Which errors to show, and in which order; all of it is in the address. */
export function ErrorSearch({ answers }: Props) {
  const names = answers.flatMap(({ data }) => data?.errors.map(({ name }) => name) ?? []);
  return (
    <SearchForm label="Search for errors" narrowing={['source', 'name']}>
      <ParamSelect
        label="Show"
        param="order"
        clears={['sort', 'sortExpected']}
        options={[
          ['count', 'the most frequent'],
          ['lastAt', 'the latest'],
        ]}
      />
      <ParamSelect
        label="From"
        param="source"
        none="anywhere"
        options={errorSources.map((source) => [source, sourceWords[source]])}
      />
      <ParamText
        label="Name, as a whole"
        param="name"
        suggestions={[...new Set(names)].filter(Boolean).sort()}
      />
    </SearchForm>
  );
}
