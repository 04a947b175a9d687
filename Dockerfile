# One image for web, worker and beat; docker-compose.yml says which of them a container is.
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 \
    VAR_DIR=/var/lib/eplanning

# Pango draws the printed forms (WeasyPrint); DejaVu is their typeface.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin eplanning \
    && install -d -o eplanning -g eplanning /var/lib/eplanning

WORKDIR /app
COPY requirements.txt .
RUN pip install --require-hashes -r requirements.txt
COPY . .
RUN python -m compileall -q .

USER eplanning
EXPOSE 8000
CMD ["gunicorn", "eplanning.wsgi:application", "--bind=0.0.0.0:8000", "--worker-class=gthread", "--workers=3", \
     "--threads=4", "--worker-tmp-dir=/dev/shm", "--no-control-socket"]
