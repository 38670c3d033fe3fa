import './sdk/greet.ts';
import '@mantine/core/styles.css';
import '@mantine/dates/styles.css';
import '@mantine/charts/styles.css';
import './sdk/styles.css';
import { startApp } from './sdk/start.tsx';
import App from './src/App';

startApp(App);
