import * as adminDoctor from '../admin/doctor/route.ts';
import * as adminProvidersModel from '../admin/providers/model/route.ts';
import * as adminProvidersModelTest from '../admin/providers/model/test/route.ts';
import * as adminProvidersSandbox from '../admin/providers/sandbox/route.ts';
import * as adminProvidersSandboxTest from '../admin/providers/sandbox/test/route.ts';
import * as adminProvidersStorage from '../admin/providers/storage/route.ts';
import * as adminProvidersStorageTest from '../admin/providers/storage/test/route.ts';
import * as adminSettingsPage from '../admin/settings/[page]/route.ts';
import * as adminTheme from '../admin/theme/route.ts';
import * as adminThemeVersions from '../admin/theme/versions/route.ts';

export const SETTINGS_ROUTES = {
  '/api/admin/doctor': adminDoctor,
  '/api/admin/providers/model/test': adminProvidersModelTest,
  '/api/admin/providers/model': adminProvidersModel,
  '/api/admin/providers/sandbox/test': adminProvidersSandboxTest,
  '/api/admin/providers/sandbox': adminProvidersSandbox,
  '/api/admin/providers/storage/test': adminProvidersStorageTest,
  '/api/admin/providers/storage': adminProvidersStorage,
  '/api/admin/settings/{page}': adminSettingsPage,
  '/api/admin/theme/versions': adminThemeVersions,
  '/api/admin/theme': adminTheme,
};
