import type { Invocation, InvocationContext, InvocationKind } from '../../common/invocation';
import { OTHER } from '../../common/metrics';
import { ownInvocation } from '../../common/own-invocation';
import type { CpuLabel, CpuOwner, SliceWatch } from '../../common/stopwatch';
import { Work } from '../../common/work';
import { Account, type SliceTaker } from './account';

/** One account per owner and name; beyond the limit, names share `_OTHER` of their owner. */
export interface Accounts extends SliceWatch {
  accountOf(owner: CpuOwner): Account;
  /** Whose a slice is that nothing else is known of. */
  ofInvocation(invocation: Invocation | undefined): Account;
  /** Every account, by its index. */
  readonly all: readonly Account[];
}

export interface AccountsOptions {
  readonly context: Pick<InvocationContext, 'current'>;
  /** Names that have an account of their own. */
  readonly limit: number;
  /** Takes every slice by itself. */
  readonly slices?: SliceTaker;
}

type NamedOwner = InvocationKind | 'observer';

export function createAccounts({ context, limit, slices }: AccountsOptions): Accounts {
  const all: Account[] = [];
  const byName: Record<NamedOwner, Map<string, Account>> = {
    method: new Map(),
    publication: new Map(),
    http: new Map(),
    job: new Map(),
    observer: new Map(),
  };
  const radiant = open({ owner: 'radiant', name: '' });
  const unattributed = open({ owner: 'unattributed', name: '' });

  function open(label: CpuLabel): Account {
    const account = new Account(label, all.length, slices);
    all.push(account);
    return account;
  }

  function of(owner: NamedOwner, name: string): Account {
    const named = byName[owner];
    const known = named.get(name);
    if (known) return known;
    if (all.length >= limit && name !== OTHER) return of(owner, OTHER);
    const account = open({ owner, name });
    named.set(name, account);
    return account;
  }

  function ofInvocation(invocation: Invocation | undefined): Account {
    if (!invocation) return unattributed;
    return invocation === ownInvocation ? radiant : of(invocation.kind, invocation.name);
  }

  function ofLabel({ owner, name }: CpuLabel): Account {
    if (owner === 'radiant') return radiant;
    return owner === 'unattributed' ? unattributed : of(owner, name);
  }

  /** What has no label is the work of the call that is current, or of an observer that it opens. */
  function ofUnlabelled(owner: CpuOwner): Account {
    const invocation = context.current();
    if (!invocation || owner instanceof Work) return ofInvocation(invocation);
    return of('observer', invocation.name);
  }

  return {
    accountOf(owner) {
      if (owner instanceof Account) return owner;
      return owner.label ? ofLabel(owner.label) : ofUnlabelled(owner);
    },
    ofInvocation,
    all,
  };
}
