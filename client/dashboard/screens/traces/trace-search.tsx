import { useState } from 'preact/hooks';
import { invocationKinds } from '../../../../common/invocation';
import { keepReasons, traceOutcomes } from '../../../../common/trace';
import { params, setParams } from '../../state/location';
import { ParamSelect } from '../../ui/param-select';
import { ParamText } from '../../ui/param-text';
import { SearchForm } from '../../ui/search-form';
import { pastedId } from './pasted-id';
import { keptWords, outcomeWords, stepWords } from './step-words';
import { searchParams } from './traces-address';

interface Props {
  /** Names that were found, to choose from. */
  readonly names: readonly string[];
  /** Whether traces hold the id of the user, which the app decides. */
  readonly hasUsers: boolean;
}

/** What to look for; all of it is in the address. */
export function TraceSearch({ names, hasUsers }: Props) {
  return (
    <SearchForm
      label="Search for traces"
      narrowing={searchParams.filter((name) => name !== 'order')}
      clears={['order']}
    >
      <ParamSelect
        label="Show"
        param="order"
        clears={['sort']}
        options={[
          ['newest', 'the newest'],
          ['slowest', 'the slowest'],
        ]}
      />
      <ParamSelect
        label="Kind"
        param="kind"
        none="any"
        options={invocationKinds.map((kind) => [kind, stepWords[kind]])}
      />
      <ParamText label="Name, as a whole" param="name" suggestions={names} />
      <ParamText label="Took at least (ms)" param="minMs" isNumber />
      <ParamSelect
        label="Outcome"
        param="outcome"
        none="any"
        options={traceOutcomes.map((outcome) => [outcome, outcomeWords[outcome]])}
      />
      <ParamSelect
        label="Kept because"
        param="kept"
        none="any reason"
        options={keepReasons.map((reason) => [reason, keptWords[reason]])}
      />
      {(hasUsers || params.value.userId) && <ParamText label="User id" param="userId" />}
      <FindById />
    </SearchForm>
  );
}

/** Opens what an id leads to, from wherever it was copied. */
function FindById() {
  const [isWrong, setIsWrong] = useState(false);
  const find = (text: string) => {
    const found = pastedId(text);
    setIsWrong(text.trim() !== '' && !found);
    if (found) setParams({ trace: undefined, ddp: undefined, ...found });
  };
  return (
    <label>
      <span>Open by id</span>
      <input
        type="search"
        placeholder="trace id, or session::message"
        aria-invalid={isWrong}
        onChange={({ currentTarget: { value } }) => find(value)}
      />
      {isWrong && (
        <span role="alert" class="search-wrong">
          That is neither a trace id (32 hexadecimal digits) nor a call of a client
          (session::message).
        </span>
      )}
    </label>
  );
}
