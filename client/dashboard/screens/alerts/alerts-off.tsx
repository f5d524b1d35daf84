import { Panel } from '../../ui/panel';

const settings = `{
  "radiant": {
    "alerts": {
      "slack": { "url": "<address of your Slack webhook>" },
      "email": { "to": ["<address>"] }
    }
  }
}`;

/** That nothing is watched, and how to have it watched. */
export function AlertsOff({ reason }: { reason: string | undefined }) {
  return (
    <div class="panels">
      <Panel title="Alerts are off" isWide>
        <div class="prose">
          <p>{reason ?? 'No rule is evaluated, and nobody is told.'}</p>
          <p>
            To switch them on, say in the settings who is to be told, and start the app again. The
            default rules need no more; rules of your own come beside them.
          </p>
          <pre class="alert-settings">{settings}</pre>
          <p>
            A webhook, and a function of the app’s own, can be told too: see docs/alerts.md. Where
            Prometheus reads the app, docs/prometheus/rules.yml says the same as these rules.
          </p>
        </div>
      </Panel>
    </div>
  );
}
