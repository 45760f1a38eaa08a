"""The grammar of time expressions behind `claims.dates`: words, days, dates, spans, lengths, years, and period sums."""
