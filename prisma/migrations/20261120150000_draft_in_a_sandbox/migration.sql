-- AlterTable
ALTER TABLE "App" ADD COLUMN     "draftSandbox" TEXT;
