import type { AlertTarget } from '../common/alert-target';
import type { Options } from '../common/options';
import { codeTarget } from './alerts/targets/code';
import { type EmailSender, emailTarget } from './alerts/targets/email';
import { slackTarget } from './alerts/targets/slack';
import { webhookTarget } from './alerts/targets/webhook';
import type { LatePackages } from './install-packages';

/** The targets that options ask for. */
export function alertTargets(
  { webhook, slack, email, notify }: Options['alerts'],
  {
    packages,
    wallNow,
  }: { readonly packages: LatePackages | undefined; readonly wallNow: () => number },
): readonly AlertTarget[] {
  const targets: AlertTarget[] = [];
  if (webhook.url !== undefined) {
    targets.push(webhookTarget({ url: webhook.url, headers: webhook.headers, wallNow }));
  }
  if (slack.url !== undefined) targets.push(slackTarget({ url: slack.url, wallNow }));
  if (email.to.length > 0) {
    targets.push(emailTarget({ ...email, email: () => senderOf(packages) }));
  }
  if (notify) targets.push(codeTarget(notify));
  return targets;
}

/** Asked for when there is something to send: the package may load after this one. */
function senderOf(packages: LatePackages | undefined): EmailSender | undefined {
  const email = packages?.exportOf('email', 'Email') as Partial<EmailSender> | undefined;
  return typeof email?.sendAsync === 'function' ? (email as EmailSender) : undefined;
}
