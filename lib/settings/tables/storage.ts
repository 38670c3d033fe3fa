import { rowsOf } from '../definition.ts';

export const STORAGE_SETTINGS = rowsOf('storage', {
  'storage.appsBucket': [
    'APPS_S3_BUCKET',
    { label: 'Bucket for apps', about: 'Where sources and bundles are kept. Without a bucket they are files in the data folder.' },
  ],
  'storage.bucket': ['S3_BUCKET', { label: 'General bucket', about: 'Used when there is no bucket of its own for apps.' }],
  'storage.endpoint': ['S3_ENDPOINT', { label: 'Address', about: 'Of a store that speaks the S3 protocol.', default: 'Amazon S3' }],
  'storage.region': ['S3_REGION', { label: 'Region', about: 'The region that the bucket is in.', default: 'us-east-1' }],
  'storage.accessKey': [
    'S3_ACCESS_KEY',
    { label: 'Access key', about: 'With its secret key; without both, the role of the machine is used.', kind: 'secret' },
  ],
  'storage.secretKey': ['S3_SECRET_KEY', { label: 'Secret key', about: 'Belongs to the access key.', kind: 'secret' }],
  'storage.forcePathStyle': [
    'S3_FORCE_PATH_STYLE',
    {
      label: 'Bucket in the path',
      about: 'Address buckets as a folder, not as a host name.',
      kind: 'switch',
      default: 'true with an address of its own',
    },
  ],
});
