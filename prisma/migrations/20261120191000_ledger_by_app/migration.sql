-- CreateIndex
CREATE INDEX "LedgerEntry_appId_at_idx" ON "LedgerEntry"("appId", "at");
