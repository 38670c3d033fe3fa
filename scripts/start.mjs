import { handOver, setUp } from './lib/bootstrap.mjs';

const HELP = `Glassworks turns a sentence into a governed data app.

  npm start                       start everything on this machine
  npm start -- --port 4000        web on 4000, apps on 4001, model gateway on 4002
  npm start -- --data-dir DIR     keep everything in DIR (default: .glassworks)
  npm run dev                     the same, with hot reload

Options
  --port P            web port; the apps origin is P+1, the model gateway P+2
  --apps-port P       port of the apps origin
  --gateway-port P    port of the model gateway
  --host H            address to listen on (default: 127.0.0.1)
  --data-dir DIR      folder for the database, files and sandboxes
  --no-install        do not install system packages (bubblewrap, chromium)
  --no-open           never open a browser (the default)
  --help              this text

Settings are environment variables, with the names of the operator's guide: ANTHROPIC_API_KEY or AI_DEFAULT_PROVIDER=bedrock
with BEDROCK_REGION …, DATABASE_URL, APPS_S3_BUCKET, GLASSWORKS_ADMIN_EMAIL, … See README.md.
`;

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) process.stdout.write(HELP);
else {
  setUp();
  handOver('scripts/supervise.ts', args);
}
