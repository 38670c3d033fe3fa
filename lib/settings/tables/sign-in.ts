import { rowsOf, type SettingDefinition } from '../definition.ts';

const TRUE_OR_NOT = { kind: 'switch', default: 'false' } as const;
const SECRET = { kind: 'secret' } as const;

const GENERAL = rowsOf(
  'signin',
  {
    'signin.noPassword': [
      'AUTH_DISABLE_PASSWORD_AUTHENTICATION',
      { label: 'No passwords', about: 'Takes e-mail and password off the sign-in page; one-time links stay.', ...TRUE_OR_NOT },
    ],
    'signin.domains': [
      'AUTH_ALLOWED_EMAIL_DOMAINS',
      {
        label: 'Domains',
        about:
          'Whose people may come in through an identity provider. None: whoever OIDC or Azure AD lets in; with Google and GitHub only who was invited.',
        kind: 'list',
      },
    ],
    'signin.defaultRole': [
      'AUTH_DEFAULT_ROLE',
      { label: 'Role of new people', about: 'What an identity provider or SCIM makes of somebody new.', default: 'viewer' },
    ],
    'signin.proxies': [
      'GLASSWORKS_TRUSTED_PROXIES',
      { label: 'Trusted proxies', about: 'Addresses or CIDR ranges whose `X-Forwarded-For` is believed.', kind: 'list' },
    ],
  },
  { stored: false, restart: true },
);

const OIDC = rowsOf(
  'signin',
  {
    'signin.oidc.issuer': [
      'AUTH_OIDC_ISSUER',
      { label: 'OIDC issuer', about: 'Address under which `/.well-known/openid-configuration` lies.' },
    ],
    'signin.oidc.clientId': ['AUTH_OIDC_CLIENT_ID', { label: 'OIDC client', about: 'The id that the issuer gave.' }],
    'signin.oidc.clientSecret': [
      'AUTH_OIDC_CLIENT_SECRET',
      { label: 'OIDC secret', about: 'Unset for a public client; PKCE is used either way.', ...SECRET },
    ],
    'signin.oidc.name': ['AUTH_OIDC_NAME', { label: 'OIDC button', about: 'What the sign-in page calls it.', default: 'Single sign-on' }],
    'signin.oidc.scopes': ['AUTH_OIDC_SCOPES', { label: 'OIDC scopes', about: 'What is asked for.', default: 'openid email profile' }],
    'signin.oidc.groups': [
      'AUTH_OIDC_GROUPS_CLAIM',
      { label: 'OIDC groups', about: 'Claim with the names of the groups, such as `groups`. Unset: they are not taken over.' },
    ],
    'signin.oidc.trustEmail': [
      'AUTH_OIDC_TRUST_EMAIL',
      {
        label: 'Trust OIDC addresses',
        about: 'Believes addresses of an issuer that sends no `email_verified`. Only for one that your company runs.',
        ...TRUE_OR_NOT,
      },
    ],
  },
  { stored: false, restart: true },
);

const PRESETS = rowsOf(
  'signin',
  {
    'signin.google.clientId': ['AUTH_GOOGLE_OAUTH2_CLIENT_ID', { label: 'Google client', about: 'Sign-in with Google.' }],
    'signin.google.clientSecret': ['AUTH_GOOGLE_OAUTH2_CLIENT_SECRET', { label: 'Google secret', about: 'Its secret.', ...SECRET }],
    'signin.github.clientId': ['AUTH_GITHUB_CLIENT_ID', { label: 'GitHub client', about: 'Sign-in with GitHub.' }],
    'signin.github.clientSecret': ['AUTH_GITHUB_CLIENT_SECRET', { label: 'GitHub secret', about: 'Its secret.', ...SECRET }],
    'signin.azure.tenant': [
      'AUTH_AZURE_AD_OAUTH_TENANT_ID',
      {
        label: 'Azure AD tenant',
        about: "The id of your own tenant; `common` is refused, because anybody's tenant could name your addresses.",
      },
    ],
    'signin.azure.clientId': ['AUTH_AZURE_AD_OAUTH_CLIENT_ID', { label: 'Azure AD client', about: 'Sign-in with Microsoft Entra.' }],
    'signin.azure.clientSecret': ['AUTH_AZURE_AD_OAUTH_CLIENT_SECRET', { label: 'Azure AD secret', about: 'Its secret.', ...SECRET }],
  },
  { stored: false, restart: true },
);

const MAIL = rowsOf(
  'signin',
  {
    'mail.host': [
      'EMAIL_SMTP_HOST',
      { label: 'Mail server', about: 'Sign-in links and invitations are mailed when it and the sender are set.' },
    ],
    'mail.port': ['EMAIL_SMTP_PORT', { label: 'Mail port', about: 'Of the mail server.', kind: 'number', default: '587' }],
    'mail.secure': [
      'EMAIL_SMTP_SECURE',
      {
        label: 'TLS at once',
        about: 'For port 465; otherwise STARTTLS is used where the server offers it.',
        kind: 'switch',
        default: 'port 465',
      },
    ],
    'mail.user': ['EMAIL_SMTP_USER', { label: 'Mail user', about: 'Who signs in at the mail server.' }],
    'mail.password': ['EMAIL_SMTP_PASSWORD', { label: 'Mail password', about: 'Its password.', ...SECRET }],
    'mail.sender': ['EMAIL_SMTP_SENDER_EMAIL', { label: 'Sender', about: 'The address that mails come from.' }],
    'mail.senderName': [
      'EMAIL_SMTP_SENDER_NAME',
      { label: "Sender's name", about: 'The name that mails come from.', default: 'Glassworks' },
    ],
  },
  { stored: false, restart: true },
);

export const SIGN_IN_SETTINGS: readonly SettingDefinition[] = [...GENERAL, ...OIDC, ...PRESETS, ...MAIL];
