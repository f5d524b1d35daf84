import type { AlertNotification, NotifiedAlert } from '../../../common/alert-notification';
import type { AlertTarget } from '../../../common/alert-target';
import { alertDetails, alertLine, headline } from './message';
import { post } from './post';

export interface SlackOptions {
  readonly url: string;
  readonly wallNow: () => number;
}

/** Posts notifications to an incoming webhook of Slack. */
export function slackTarget({ url, wallNow }: SlackOptions): AlertTarget {
  return {
    name: 'slack',
    send: (notification, signal) =>
      post(
        'webhook of Slack',
        {
          url,
          body: slackMessage(notification),
          headers: { 'idempotency-key': notification.id },
        },
        { signal, wallNow },
      ),
  };
}

const longestText = 3_000; // of a section; https://api.slack.com/reference/block-kit/blocks

/** Blocks, and the same as text for where there is no room for them. */
export function slackMessage(notification: AlertNotification): object {
  const { firing, resolved, url } = notification;
  const alerts = [...firing, ...resolved];
  const head = escaped(headline(notification));
  const plain = alerts.map((alert) => escaped(alertLine(alert)));
  return {
    text: whole([head, ...plain].join('\n')),
    blocks: [
      section(url ? `*<${linkOf(url)}|${head}>*` : `*${head}*`),
      ...alerts.map((alert) => section(blockText(alert))),
    ],
    unfurl_links: false,
    unfurl_media: false,
  };
}

/** `verbatim`: no names of people, channels or addresses are made into links. */
function section(text: string): object {
  return {
    type: 'section',
    text: { type: 'mrkdwn', text: whole(text), verbatim: true },
  };
}

function blockText(alert: NotifiedAlert): string {
  const mark = alert.state === 'resolved' ? ':white_check_mark:' : marks[alert.severity];
  const details = alertDetails(alert).map((line) => `_${escaped(line)}_`);
  return [`${mark} ${escaped(alertLine(alert))}`, ...details].join('\n');
}

const marks = {
  critical: ':red_circle:',
  warning: ':large_orange_circle:',
  info: ':large_blue_circle:',
} as const;

/** Without half an escape at its end. */
function whole(text: string): string {
  return text.length <= longestText ? text : text.slice(0, longestText).replace(/&[a-z]*$/, '');
}

/**
 * The three characters that Slack reads as its own
 * (https://api.slack.com/reference/surfaces/formatting#escaping), and what makes text bold,
 * crossed out or code: names are shown as they are, in another typeface at most.
 */
function escaped(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[*~`]/g, (mark) => lookalikes[mark as keyof typeof lookalikes]);
}

const lookalikes = { '*': '\u2217', '~': '\u223c', '`': '\u02cb' } as const;

/** In a link, these end the address. */
function linkOf(url: string): string {
  return url.replace(/[|>]/g, encodeURIComponent).replace(/&/g, '&amp;');
}
