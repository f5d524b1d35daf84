import type { MeteorErrorClass } from '../meteor/errors';
import type { Collection } from '../mongo/collection';
import { findUser } from './login-handlers';
import { hashPassword, type Password } from './passwords';

export interface UserOptions {
  readonly username?: string;
  readonly email?: string;
  readonly password?: Password;
  readonly profile?: Record<string, unknown>;
}

type Document = Record<string, unknown>;

/** Changes a user document before it is inserted. */
export type OnCreateUser = (options: UserOptions, user: Document) => Document | Promise<Document>;

interface Needs {
  readonly users: Collection;
  readonly MeteorError: MeteorErrorClass;
  readonly onCreateUser: OnCreateUser;
}

/** Inserts a user and resolves with the id; rejects when name or address is taken. */
export async function insertUser(needs: Needs, options: UserOptions): Promise<string> {
  const { users, MeteorError, onCreateUser } = needs;
  const { username, email, password, profile } = options;
  if (!username && !email) throw new MeteorError(400, 'Need to set a username or email');
  await assertFree(needs, 'username', username);
  await assertFree(needs, 'email', email);

  const user = {
    createdAt: new Date(),
    services: password ? { password: { bcrypt: await hashPassword(password) } } : {},
    ...(username && { username }),
    ...(email && { emails: [{ address: email, verified: false }] }),
    ...(profile && { profile }),
  };
  return String(await users.insertAsync(await onCreateUser(options, user)));
}

async function assertFree(
  { users, MeteorError }: Needs,
  kind: 'username' | 'email',
  value: string | undefined,
): Promise<void> {
  if (!value || !(await findUser(users, { [kind]: value }))) return;
  const name = kind === 'email' ? 'Email' : 'Username';
  throw new MeteorError(403, `${name} already exists.`);
}
