-- AlterTable
ALTER TABLE "Build" ADD COLUMN     "sandboxUsd" DECIMAL(14,6) NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "LedgerEntry" ADD COLUMN     "day" DATE,
ADD COLUMN     "expiresAt" TIMESTAMPTZ(3),
ADD COLUMN     "floorUsd" DECIMAL(14,6) NOT NULL DEFAULT 0,
ADD COLUMN     "groupIds" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "reservedUsd" DECIMAL(14,6) NOT NULL DEFAULT 0,
ADD COLUMN     "scopes" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "seconds" DECIMAL(12,3) NOT NULL DEFAULT 0,
ADD COLUMN     "spaceId" TEXT;

-- CreateTable
CREATE TABLE "SpendCounter" (
    "scope" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "usd" DECIMAL(16,6) NOT NULL DEFAULT 0,
    "reservedUsd" DECIMAL(16,6) NOT NULL DEFAULT 0,
    "calls" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "SpendCounter_pkey" PRIMARY KEY ("scope","resource","day")
) WITH (fillfactor = 70);

-- CreateTable
CREATE TABLE "Budget" (
    "id" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "limitUsd" DECIMAL(14,6) NOT NULL,
    "action" TEXT NOT NULL,
    "notifyAtPercent" INTEGER[],
    "overrideUntil" TIMESTAMPTZ(3),
    "overrideUsd" DECIMAL(14,6),
    "overrideReason" TEXT,
    "createdById" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Budget_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "BudgetNotice" (
    "id" TEXT NOT NULL,
    "budgetId" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "periodDay" DATE NOT NULL,
    "mark" INTEGER NOT NULL,
    "limitUsd" DECIMAL(14,6) NOT NULL,
    "spentUsd" DECIMAL(16,6) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "BudgetNotice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "BudgetNoticeSeen" (
    "noticeId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,

    CONSTRAINT "BudgetNoticeSeen_pkey" PRIMARY KEY ("noticeId","userId")
);

-- CreateTable
CREATE TABLE "Price" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "from" DATE NOT NULL,
    "rates" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Price_pkey" PRIMARY KEY ("id")
);

-- What was spent before there were budgets counts by UTC days. A call that is under way while this runs is given back
-- when nobody settles it.
UPDATE "LedgerEntry" SET
  "day" = ("at" AT TIME ZONE 'UTC')::date,
  "reservedUsd" = "usd",
  "expiresAt" = CASE WHEN "state" = 'reserved' THEN CURRENT_TIMESTAMP + interval '45 seconds' END,
  "scopes" = ARRAY['org', coalesce('user:' || "userId", 'user:none'), coalesce('app:' || "appId", 'app:none'), 'space:none', 'group:none',
    coalesce('model:' || "model", 'model:none')];
ALTER TABLE "LedgerEntry" ALTER COLUMN "day" SET NOT NULL;

INSERT INTO "SpendCounter" ("scope", "resource", "day", "usd", "reservedUsd", "calls")
SELECT scope, counted.resource, "day",
  coalesce(sum("usd") FILTER (WHERE "state" <> 'reserved'), 0), coalesce(sum("usd") FILTER (WHERE "state" = 'reserved'), 0), count(*)
FROM "LedgerEntry", unnest("scopes") AS scope, unnest(ARRAY["resource", 'total']) AS counted(resource)
WHERE "state" <> 'released'
GROUP BY 1, 2, 3;

-- The one limit that there was becomes a budget.
INSERT INTO "Budget" ("id", "scope", "resource", "period", "limitUsd", "action", "notifyAtPercent")
SELECT 'bdg_dailylimit', 'org', 'total', 'day', ("value" #>> '{}')::numeric, 'block', ARRAY[80, 100]
FROM "Setting" WHERE "key" = 'spend.dailyLimitUsd' AND jsonb_typeof("value") = 'number';
DELETE FROM "Setting" WHERE "key" = 'spend.dailyLimitUsd';

-- CreateIndex
CREATE INDEX "Build_createdAt_id_idx" ON "Build"("createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Build_finishedAt_idx" ON "Build"("finishedAt");

-- CreateIndex
CREATE INDEX "LedgerEntry_day_idx" ON "LedgerEntry"("day");

-- CreateIndex
CREATE INDEX "SpendCounter_day_idx" ON "SpendCounter"("day");

-- CreateIndex
CREATE INDEX "Budget_scope_idx" ON "Budget"("scope");

-- CreateIndex
CREATE INDEX "BudgetNotice_at_idx" ON "BudgetNotice"("at");

-- CreateIndex
CREATE UNIQUE INDEX "BudgetNotice_budgetId_periodDay_mark_key" ON "BudgetNotice"("budgetId", "periodDay", "mark");

-- CreateIndex
CREATE UNIQUE INDEX "Price_kind_name_from_key" ON "Price"("kind", "name", "from");

-- AddForeignKey
ALTER TABLE "BudgetNoticeSeen" ADD CONSTRAINT "BudgetNoticeSeen_noticeId_fkey" FOREIGN KEY ("noticeId") REFERENCES "BudgetNotice"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE INDEX "ledger_open" ON "LedgerEntry" ("expiresAt") WHERE "state" = 'reserved';

-- ---- money: each function is one statement for its caller, so the lock is held within the server only

CREATE FUNCTION spend_time_zone() RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT "value" #>> '{}' FROM "Setting" WHERE "key" = 'organization.timeZone'), 'UTC')
$$;

CREATE FUNCTION spend_day(moment timestamptz) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT (moment AT TIME ZONE spend_time_zone())::date
$$;

-- The first day of the period in which a day lies, and of the one after it. Weeks begin on Monday.
CREATE FUNCTION spend_period(period text, a_day date, OUT first date, OUT after date) LANGUAGE sql IMMUTABLE AS $$
  SELECT date_trunc(period, a_day::timestamp)::date, (date_trunc(period, a_day::timestamp) + ('1 ' || period)::interval)::date
$$;

-- The keys under which something counts that this person does in this app now: its space and those above it, the
-- person's groups, and (for statistics) the model.
CREATE FUNCTION spend_scopes(app text, person text, model text, OUT scopes text[], OUT space text, OUT groups text[])
LANGUAGE plpgsql STABLE AS $$
DECLARE
  spaces text[];
BEGIN
  SELECT "spaceId" INTO space FROM "App" WHERE "id" = app;
  WITH RECURSIVE above AS (
    SELECT "id", "parentId", 1 AS depth FROM "Space" WHERE "id" = space
    UNION ALL
    SELECT s."id", s."parentId", above.depth + 1 FROM "Space" s JOIN above ON s."id" = above."parentId" WHERE above.depth < 50
  ) SELECT array_agg(DISTINCT 'space:' || "id") INTO spaces FROM above;
  SELECT coalesce(array_agg("groupId" ORDER BY "groupId"), '{}') INTO groups FROM "GroupMember" WHERE "userId" = person;
  scopes := ARRAY['org', coalesce('user:' || person, 'user:none'), coalesce('app:' || app, 'app:none'), coalesce('model:' || model, 'model:none')]
    || coalesce(spaces, ARRAY['space:none'])
    || CASE WHEN groups = '{}' THEN ARRAY['group:none'] ELSE (SELECT array_agg('group:' || g) FROM unnest(groups) g) END;
END $$;

-- Every budget of these scopes (null: all) and this resource (null: all) with what its period holds. A limit that is null
-- was lifted for a time. `fixed` is the environment's daily limit.
CREATE FUNCTION spend_budgets(wanted text[], res text, moment timestamptz, fixed numeric)
RETURNS TABLE (id text, scope text, resource text, period text, action text, notify int[], limit_usd numeric, first date, after date,
  spent numeric, reserved numeric) LANGUAGE sql STABLE AS $$
  WITH today AS (SELECT spend_day(moment) AS day), force AS (
    SELECT 'bdg_environment' AS id, 'org' AS scope, 'total' AS resource, 'day' AS period, 'block' AS action, ARRAY[80, 100] AS notify, fixed AS limit_usd
    WHERE fixed IS NOT NULL
    UNION ALL
    SELECT b."id", b."scope", b."resource", b."period", b."action", b."notifyAtPercent",
      CASE WHEN b."overrideUntil" > moment THEN b."overrideUsd" ELSE b."limitUsd" END
    FROM "Budget" b
    WHERE (wanted IS NULL OR b."scope" = ANY (wanted)) AND (res IS NULL OR b."resource" IN (res, 'total'))
  )
  SELECT f.*, p.first, p.after, c.spent, c.reserved
  FROM today, force f, LATERAL spend_period(f.period, today.day) p, LATERAL (
    SELECT coalesce(sum(n."usd"), 0) AS spent, coalesce(sum(n."reservedUsd"), 0) AS reserved FROM "SpendCounter" n
    WHERE n."scope" = f.scope AND n."resource" = f.resource AND n."day" >= p.first AND n."day" < p.after
  ) c
$$;

CREATE FUNCTION spend_count(keys text[], res text, a_day date, more_usd numeric, more_reserved numeric, more_calls int) RETURNS void LANGUAGE sql AS $$
  INSERT INTO "SpendCounter" AS n ("scope", "resource", "day", "usd", "reservedUsd", "calls")
  SELECT k, r, a_day, more_usd, more_reserved, more_calls FROM unnest(keys) k, unnest(ARRAY[res, 'total']) r
  ON CONFLICT ("scope", "resource", "day") DO UPDATE
    SET "usd" = n."usd" + excluded."usd", "reservedUsd" = n."reservedUsd" + excluded."reservedUsd", "calls" = n."calls" + excluded."calls"
$$;

-- Writes down, once a period, that a budget reached something; gives back what is new.
CREATE FUNCTION spend_notice(budget text, a_scope text, res text, a_period text, a_day date, a_mark int, a_limit numeric, a_spent numeric)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "BudgetNotice" ("id", "budgetId", "scope", "resource", "period", "periodDay", "mark", "limitUsd", "spentUsd")
  VALUES ('bnt_' || replace(gen_random_uuid()::text, '-', ''), budget, a_scope, res, a_period, a_day, a_mark, a_limit, a_spent)
  ON CONFLICT ("budgetId", "periodDay", "mark") DO NOTHING;
  RETURN FOUND;
END $$;

-- What was set aside by somebody who says nothing any more is given back, but for what is known to be spent. One that lies
-- far ahead was written before a clock was set back. The caller holds the lock.
CREATE FUNCTION spend_expire_locked(most int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  one record;
  given int := 0;
BEGIN
  FOR one IN
    SELECT * FROM "LedgerEntry"
    WHERE "state" = 'reserved' AND ("expiresAt" < clock_timestamp() OR "expiresAt" > clock_timestamp() + interval '3 minutes')
    LIMIT most FOR UPDATE SKIP LOCKED
  LOOP
    UPDATE "LedgerEntry" SET "state" = 'expired', "usd" = one."floorUsd" WHERE "id" = one."id";
    PERFORM spend_count(one."scopes", one."resource", one."day", one."floorUsd", -one."reservedUsd", 0);
    given := given + 1;
  END LOOP;
  RETURN given;
END $$;

CREATE FUNCTION spend_expire() RETURNS int LANGUAGE plpgsql SET lock_timeout = '5s' AS $$
BEGIN
  LOCK TABLE "LedgerEntry" IN ROW EXCLUSIVE MODE;
  PERFORM pg_advisory_xact_lock(7221001);
  RETURN spend_expire_locked(1000);
END $$;

-- Sets money aside for one call: null when it is done, else the budget that does not cover it.
CREATE FUNCTION spend_reserve(entry jsonb, most numeric, moment timestamptz, fixed numeric, ttl interval) RETURNS jsonb
LANGUAGE plpgsql SET lock_timeout = '5s' AS $$
DECLARE
  who record;
  tight record;
  res text := entry ->> 'resource';
  a_day date := spend_day(moment);
BEGIN
  LOCK TABLE "LedgerEntry" IN ROW EXCLUSIVE MODE;
  IF most > 0 THEN
    PERFORM pg_advisory_xact_lock(7221001);
    PERFORM spend_expire_locked(20);
  END IF;
  SELECT * INTO who FROM spend_scopes(entry ->> 'appId', entry ->> 'userId', entry ->> 'model');
  IF most > 0 THEN
    SELECT b.* INTO tight FROM spend_budgets(who.scopes, res, moment, fixed) b
    WHERE b.action = 'block' AND b.limit_usd IS NOT NULL AND b.spent + b.reserved + most > b.limit_usd
    ORDER BY b.after DESC, b.id LIMIT 1;
    IF FOUND THEN
      RETURN to_jsonb(tight) || jsonb_build_object(
        'zone', spend_time_zone(), 'needed', most,
        'told', spend_notice(tight.id, tight.scope, tight.resource, tight.period, tight.first, 0, tight.limit_usd, tight.spent));
    END IF;
  END IF;
  INSERT INTO "LedgerEntry" ("id", "at", "day", "resource", "state", "buildId", "appId", "userId", "spaceId", "groupIds", "scopes", "provider", "model",
    "usd", "reservedUsd", "expiresAt")
  VALUES (entry ->> 'id', moment, a_day, res, 'reserved', entry ->> 'buildId', entry ->> 'appId', entry ->> 'userId', who.space, who.groups, who.scopes,
    entry ->> 'provider', entry ->> 'model', most, most, clock_timestamp() + ttl);
  IF most > 0 THEN PERFORM spend_count(who.scopes, res, a_day, 0, most, 0); END IF;
  RETURN NULL;
END $$;

-- Puts what a call really cost in the place of its reservation, also when that was given back already. Harmless when repeated.
-- Gives back the marks that budgets reached by it.
CREATE FUNCTION spend_settle(entry_id text, cost numeric, tokens int[], lasted numeric, answer int, fixed numeric) RETURNS jsonb
LANGUAGE plpgsql SET lock_timeout = '5s' AS $$
DECLARE
  one record;
  nothing boolean := cost = 0 AND tokens = ARRAY[0, 0, 0, 0] AND lasted = 0;
BEGIN
  LOCK TABLE "LedgerEntry" IN ROW EXCLUSIVE MODE;
  SELECT * INTO one FROM "LedgerEntry" WHERE "id" = entry_id AND "state" IN ('reserved', 'expired') FOR UPDATE;
  IF NOT FOUND THEN RETURN '[]'; END IF;
  UPDATE "LedgerEntry" SET "state" = CASE WHEN nothing THEN 'released' ELSE 'settled' END, "usd" = cost, "seconds" = lasted, "status" = answer,
    "inputTokens" = tokens[1], "outputTokens" = tokens[2], "cacheReadTokens" = tokens[3], "cacheWriteTokens" = tokens[4],
    "expiresAt" = NULL, "settledAt" = clock_timestamp()
  WHERE "id" = entry_id;
  IF NOT nothing AND one."buildId" IS NOT NULL THEN
    IF one."resource" = 'model' THEN
      UPDATE "Build" SET "modelUsd" = "modelUsd" + cost, "inputTokens" = "inputTokens" + tokens[1], "outputTokens" = "outputTokens" + tokens[2],
        "cacheReadTokens" = "cacheReadTokens" + tokens[3], "cacheWriteTokens" = "cacheWriteTokens" + tokens[4] WHERE "id" = one."buildId";
    ELSIF one."resource" = 'sandbox' THEN
      UPDATE "Build" SET "sandboxUsd" = "sandboxUsd" + cost, "sandboxSeconds" = "sandboxSeconds" + lasted WHERE "id" = one."buildId";
    END IF;
  END IF;
  IF one."reservedUsd" = 0 AND cost = 0 THEN RETURN '[]'; END IF;
  PERFORM pg_advisory_xact_lock(7221001);
  IF one."state" = 'reserved' THEN
    PERFORM spend_count(one."scopes", one."resource", one."day", cost, -one."reservedUsd", CASE WHEN nothing THEN 0 ELSE 1 END);
  ELSE
    PERFORM spend_count(one."scopes", one."resource", one."day", cost - one."usd", 0, CASE WHEN nothing THEN 0 ELSE 1 END);
  END IF;
  IF cost = 0 THEN RETURN '[]'; END IF;
  RETURN coalesce((
    SELECT jsonb_agg(jsonb_build_object('id', b.id, 'scope', b.scope, 'resource', b.resource, 'period', b.period, 'mark', m, 'limit', b.limit_usd, 'spent', b.spent))
    FROM spend_budgets(one."scopes", one."resource", one."at", fixed) b, unnest(b.notify) m
    WHERE b.limit_usd > 0 AND b.spent * 100 >= b.limit_usd * m
      AND spend_notice(b.id, b.scope, b.resource, b.period, b.first, m, b.limit_usd, b.spent)), '[]');
END $$;

-- Counts the ledger anew, by days of the time zone in force: after that was changed. What is older than the longest
-- period keeps its days.
CREATE FUNCTION spend_recount(since timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  first_day date := least(spend_day(since), (since AT TIME ZONE 'UTC')::date) + 2;
BEGIN
  LOCK TABLE "LedgerEntry" IN EXCLUSIVE MODE; -- before the other lock, as everybody does: reading goes on
  PERFORM pg_advisory_xact_lock(7221001);
  UPDATE "LedgerEntry" SET "day" = spend_day("at") WHERE "at" >= since AND "day" >= first_day AND spend_day("at") >= first_day AND "day" <> spend_day("at");
  DELETE FROM "SpendCounter" WHERE "day" >= first_day;
  INSERT INTO "SpendCounter" ("scope", "resource", "day", "usd", "reservedUsd", "calls")
  SELECT scope, counted.resource, "day",
    coalesce(sum("usd") FILTER (WHERE "state" <> 'reserved'), 0), coalesce(sum("reservedUsd") FILTER (WHERE "state" = 'reserved'), 0),
    count(*) FILTER (WHERE "state" = 'settled')
  FROM "LedgerEntry", unnest("scopes") AS scope, unnest(ARRAY["resource", 'total']) AS counted(resource)
  WHERE "day" >= first_day AND "state" <> 'released' AND ("usd" > 0 OR "reservedUsd" > 0)
  GROUP BY 1, 2, 3;
END $$;
