import * as adminBudgetsBudgetIdOverride from '../admin/budgets/[budgetId]/override/route.ts';
import * as adminBudgetsBudgetId from '../admin/budgets/[budgetId]/route.ts';
import * as adminBudgetsCalendar from '../admin/budgets/calendar/route.ts';
import * as adminBudgets from '../admin/budgets/route.ts';
import * as adminBudgetsScopes from '../admin/budgets/scopes/route.ts';
import * as adminBuilds from '../admin/builds/route.ts';
import * as adminPricesPriceId from '../admin/prices/[priceId]/route.ts';
import * as adminPrices from '../admin/prices/route.ts';
import * as adminUsage from '../admin/usage/route.ts';
import * as adminUsageSummary from '../admin/usage/summary/route.ts';
import * as adminUsageCsv from '../admin/usage.csv/route.ts';
import * as appsAppIdEstimate from '../apps/[appId]/estimate/route.ts';
import * as meBudgetNoticesNoticeId from '../me/budget-notices/[noticeId]/route.ts';
import * as meBudgetNotices from '../me/budget-notices/route.ts';

export const MONEY_ROUTES = {
  '/api/admin/budgets': adminBudgets,
  '/api/admin/budgets/calendar': adminBudgetsCalendar,
  '/api/admin/budgets/scopes': adminBudgetsScopes,
  '/api/admin/budgets/{budgetId}': adminBudgetsBudgetId,
  '/api/admin/budgets/{budgetId}/override': adminBudgetsBudgetIdOverride,
  '/api/admin/builds': adminBuilds,
  '/api/admin/prices': adminPrices,
  '/api/admin/prices/{priceId}': adminPricesPriceId,
  '/api/admin/usage': adminUsage,
  '/api/admin/usage/summary': adminUsageSummary,
  '/api/admin/usage.csv': adminUsageCsv,
  '/api/apps/{appId}/estimate': appsAppIdEstimate,
  '/api/me/budget-notices': meBudgetNotices,
  '/api/me/budget-notices/{noticeId}': meBudgetNoticesNoticeId,
};
