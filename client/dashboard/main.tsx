import 'uplot/dist/uPlot.min.css';
import './styles/theme.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/parts.css';
import { render } from 'preact';
import { App } from './app';
import { followLocation } from './state/location';
import { followTheme } from './state/theme';

const root = document.getElementById('radiant');
if (root) {
  followLocation();
  followTheme();
  render(<App />, root);
}
