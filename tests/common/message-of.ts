import { expect } from 'chai';
import { RadiantError } from '../../common/errors';
import type { OptionSources } from '../../common/option-resolve';
import { resolveOptions } from '../../common/options';

/** What is said of options that are refused. */
export function messageOf(sources: OptionSources): string {
  try {
    resolveOptions(sources);
  } catch (error) {
    expect(error).to.be.instanceOf(RadiantError);
    expect((error as RadiantError).code).to.equal('options-invalid');
    return (error as RadiantError).message;
  }
  throw new Error('these options were accepted');
}
