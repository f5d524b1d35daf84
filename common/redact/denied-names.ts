/** What makes a name one of a secret, as a pattern, wherever in the name it stands. */
export const deniedNames =
  'pass(?:word|wd|phrase|code)|pwd|secret|token|credential|api[-_]?key|private[-_]?key|access[-_]?key|' +
  'authorization|cookie|session[-_]?id|signature|otp|ssn|cvc|cvv|iban|card[-_]?number|digest|salt|srp';

const denied = new RegExp(`${deniedNames}|^(?:pin|auth|pass|key|code|resume)$`, 'i');

/** Methods whose arguments are credentials, whatever they are called. */
const deniedMethods =
  /login|logout|passw|createUser|verifyEmail|enrollAccount|2fa|two-?factor|oauth|impersonat|srp|token|secret/i;

/** Whether what has this name is never shown, even where it was asked for. */
export function isDeniedName(name: string): boolean {
  return denied.test(name);
}

/** Whether the arguments of this method are never shown, even where they were asked for. */
export function isDeniedMethod(name: string): boolean {
  return deniedMethods.test(name);
}
