import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** A password as it is, or as clients send it: its SHA-256 digest. */
export type Password = string | { readonly digest: string; readonly algorithm: string };

const KEY_BYTES = 32;

/** A salted scrypt hash of a password, to be stored. */
export async function hashPassword(password: Password): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(digestOf(password), salt);
  return `scrypt$${salt.toString('base64')}$${key.toString('base64')}`;
}

/** Whether `password` is the one that was hashed. */
export async function isPassword(password: Password, stored: string): Promise<boolean> {
  const [scheme, salt = '', expected = ''] = stored.split('$');
  if (scheme !== 'scrypt') return false;
  const key = await derive(digestOf(password), Buffer.from(salt, 'base64'));
  const wanted = Buffer.from(expected, 'base64');
  return wanted.length === key.length && timingSafeEqual(wanted, key);
}

function digestOf(password: Password): string {
  if (typeof password === 'string') return createHash('sha256').update(password).digest('hex');
  if (password.algorithm !== 'sha-256') throw new Error('Invalid password hash algorithm');
  return password.digest;
}

function derive(digest: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // Cheap on purpose: the host logs in bots by the hundred.
    scrypt(digest, salt, KEY_BYTES, { N: 256, r: 8, p: 1 }, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}
