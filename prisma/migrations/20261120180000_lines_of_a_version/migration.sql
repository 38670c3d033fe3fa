-- AlterTable
ALTER TABLE "Version" ADD COLUMN     "linesAdded" INTEGER,
ADD COLUMN     "linesRemoved" INTEGER;
