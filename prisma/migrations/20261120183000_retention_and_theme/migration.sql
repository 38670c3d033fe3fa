-- AlterTable
ALTER TABLE "Build" ADD COLUMN "eventsCutAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Build" ADD COLUMN "filesGoneAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Version" ADD COLUMN "bundleGoneAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "Theme" (
    "version" INTEGER NOT NULL,
    "body" JSONB NOT NULL,
    "createdById" TEXT NOT NULL,
    "createdByName" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Theme_pkey" PRIMARY KEY ("version")
);

-- What a sweep looks for: logs that are old and whole, and files of builds that made no version.
CREATE INDEX "build_events_whole" ON "Build" ("finishedAt") WHERE "eventsCutAt" IS NULL;
CREATE INDEX "version_bundle_kept" ON "Version" ("createdAt") WHERE "bundleGoneAt" IS NULL;
