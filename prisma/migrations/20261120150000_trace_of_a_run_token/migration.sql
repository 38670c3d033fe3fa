-- The model calls of an agent join the trace of the turn that its token was made for.
ALTER TABLE "RunToken" ADD COLUMN "traceparent" TEXT;
