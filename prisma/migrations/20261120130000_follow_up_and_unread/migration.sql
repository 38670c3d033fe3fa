-- AlterTable
ALTER TABLE "Build" ADD COLUMN     "traceparent" TEXT;

-- CreateTable
CREATE TABLE "FollowUp" (
    "appId" TEXT NOT NULL,
    "requestedById" TEXT NOT NULL,
    "clientKey" TEXT NOT NULL,
    "prompt" TEXT NOT NULL,
    "model" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "FollowUp_pkey" PRIMARY KEY ("appId")
);

-- CreateTable
CREATE TABLE "AppSeen" (
    "userId" TEXT NOT NULL,
    "appId" TEXT NOT NULL,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AppSeen_pkey" PRIMARY KEY ("userId","appId")
);

-- AddForeignKey
ALTER TABLE "FollowUp" ADD CONSTRAINT "FollowUp_appId_fkey" FOREIGN KEY ("appId") REFERENCES "App"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AppSeen" ADD CONSTRAINT "AppSeen_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AppSeen" ADD CONSTRAINT "AppSeen_appId_fkey" FOREIGN KEY ("appId") REFERENCES "App"("id") ON DELETE CASCADE ON UPDATE CASCADE;
