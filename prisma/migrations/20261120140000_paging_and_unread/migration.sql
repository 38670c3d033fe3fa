-- AlterTable
ALTER TABLE "App" ADD COLUMN     "publishedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "FollowUp" ADD COLUMN     "problem" JSONB;

-- DropIndex
DROP INDEX "App_ownerId_updatedAt_idx";

-- DropIndex
DROP INDEX "Build_appId_createdAt_idx";

-- CreateIndex
CREATE INDEX "App_ownerId_updatedAt_id_idx" ON "App"("ownerId", "updatedAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Build_appId_createdAt_id_idx" ON "Build"("appId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Build_appId_finishedAt_idx" ON "Build"("appId", "finishedAt");

-- CreateIndex
CREATE INDEX "Build_requestedById_finishedAt_id_idx" ON "Build"("requestedById", "finishedAt", "id");

-- The list of apps of people who see them all.
CREATE INDEX "app_recent" ON "App" ("updatedAt" DESC, "id" DESC) WHERE "deletedAt" IS NULL;

-- What everybody may open.
CREATE INDEX "app_shared" ON "App" ("updatedAt" DESC, "id" DESC)
  WHERE "deletedAt" IS NULL AND "spaceId" IS NOT NULL AND "publishedVersion" IS NOT NULL;

-- What was there before unread apps were counted has been seen.
UPDATE "App" SET "publishedAt" = "updatedAt" WHERE "publishedVersion" IS NOT NULL;
INSERT INTO "AppSeen" ("userId", "appId", "seenAt") SELECT "ownerId", "id", CURRENT_TIMESTAMP FROM "App" ON CONFLICT DO NOTHING;
INSERT INTO "AppSeen" ("userId", "appId", "seenAt")
  SELECT "User"."id", "App"."id", CURRENT_TIMESTAMP FROM "User", "App" WHERE "App"."publishedVersion" IS NOT NULL
  ON CONFLICT DO NOTHING;

-- The person whose build ended, and whoever watches an app's waiting prompt, are woken like readers of the log:
-- same channel, the id of the person or the app in place of the build's.
CREATE FUNCTION announce_build_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('build_events', NEW."requestedById" || ' ended');
  RETURN NULL;
END $$;
CREATE TRIGGER build_end_announce AFTER UPDATE OF "finishedAt" ON "Build"
  FOR EACH ROW WHEN (OLD."finishedAt" IS NULL AND NEW."finishedAt" IS NOT NULL) EXECUTE FUNCTION announce_build_end();

CREATE FUNCTION announce_follow_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('build_events', coalesce(NEW."requestedById", OLD."requestedById") || ' changed ' || coalesce(NEW."appId", OLD."appId"));
  RETURN NULL;
END $$;
CREATE TRIGGER follow_up_announce AFTER INSERT OR UPDATE OR DELETE ON "FollowUp"
  FOR EACH ROW EXECUTE FUNCTION announce_follow_up();

CREATE FUNCTION announce_seen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('build_events', NEW."userId" || ' changed');
  RETURN NULL;
END $$;
CREATE TRIGGER seen_announce AFTER INSERT OR UPDATE ON "AppSeen"
  FOR EACH ROW EXECUTE FUNCTION announce_seen();
