-- CreateTable
CREATE TABLE "SpaceSource" (
    "spaceId" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,

    CONSTRAINT "SpaceSource_pkey" PRIMARY KEY ("spaceId","sourceId")
);

-- CreateIndex
CREATE INDEX "SpaceSource_sourceId_idx" ON "SpaceSource"("sourceId");

-- CreateIndex
CREATE INDEX "App_spaceId_idx" ON "App"("spaceId");

-- AddForeignKey
ALTER TABLE "SpaceSource" ADD CONSTRAINT "SpaceSource_spaceId_fkey" FOREIGN KEY ("spaceId") REFERENCES "Space"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SpaceSource" ADD CONSTRAINT "SpaceSource_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Space"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Levels are what the code knows, and no other.
ALTER TABLE "SpaceAccess" ADD CONSTRAINT "space_access_level" CHECK ("level" IN ('view', 'edit', 'manage'));

-- Whose access lists count for a space: its own, and going up, those of its parents as long as each inherits. Kept by a
-- trigger, one change at a time, so that two moves at once can neither make a circle nor leave half an answer.
-- A deleted space has none.
CREATE FUNCTION trace_space_sources() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7221003);
  IF EXISTS (
    WITH RECURSIVE above("id") AS (
      SELECT NEW."parentId" UNION SELECT space."parentId" FROM "Space" space JOIN above ON above."id" = space."id"
    ) SELECT 1 FROM above WHERE "id" = NEW."id"
  ) THEN
    RAISE EXCEPTION 'a space cannot lie inside of itself' USING ERRCODE = 'check_violation', CONSTRAINT = 'space_no_circle';
  END IF;
  DELETE FROM "SpaceSource" WHERE "spaceId" IN (
    WITH RECURSIVE below("id") AS (
      SELECT NEW."id" UNION SELECT space."id" FROM "Space" space JOIN below ON space."parentId" = below."id"
    ) SELECT "id" FROM below);
  INSERT INTO "SpaceSource" ("spaceId", "sourceId")
    WITH RECURSIVE below("id") AS (
      SELECT NEW."id" UNION SELECT space."id" FROM "Space" space JOIN below ON space."parentId" = below."id"
    ), above("spaceId", "sourceId", "next") AS (
      SELECT space."id", space."id", CASE WHEN space."inherits" THEN space."parentId" END
      FROM "Space" space JOIN below ON below."id" = space."id" WHERE space."deletedAt" IS NULL
      UNION
      SELECT above."spaceId", parent."id", CASE WHEN parent."inherits" THEN parent."parentId" END
      FROM above JOIN "Space" parent ON parent."id" = above."next" AND parent."deletedAt" IS NULL
    ) SELECT "spaceId", "sourceId" FROM above;
  RETURN NULL;
END $$;
CREATE TRIGGER space_sources_new AFTER INSERT ON "Space"
  FOR EACH ROW EXECUTE FUNCTION trace_space_sources();
CREATE TRIGGER space_sources_changed AFTER UPDATE OF "parentId", "inherits", "deletedAt" ON "Space"
  FOR EACH ROW EXECUTE FUNCTION trace_space_sources();

-- What was there before had no parents.
INSERT INTO "SpaceSource" ("spaceId", "sourceId") SELECT "id", "id" FROM "Space" WHERE "deletedAt" IS NULL;
