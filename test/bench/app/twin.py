"""The application's cached read and upload in FastAPI, for `servers.ts`: makes the same look-up.

Prints its port, and ends when it is killed. One process, as the application is one, on uvloop and
httptools where they are installed; its access log is off, which the application's is not.
"""

import json
import os
import socket
from uuid import UUID

import uvicorn
from fastapi import FastAPI, HTTPException, Response, UploadFile
from pydantic import BaseModel
from redis.asyncio import Redis

app = FastAPI()
cache = Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)


class Item(BaseModel):
    id: UUID
    name: str
    description: str
    createdAt: str
    updatedAt: str


@app.get("/items/{id}")
async def read_item(id: UUID, response: Response) -> Item:
    kept = await cache.get(f"item:{id}")
    if kept is None:
        raise HTTPException(404)
    version, body = kept.split(" ", 1)
    response.headers["ETag"] = f'"{version}"'
    return json.loads(body)


@app.post("/upload", status_code=201)
async def upload(file: UploadFile) -> dict[str, int]:
    size = 0
    while chunk := await file.read(65536):
        size += len(chunk)
    return {"size_bytes": size}


listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
uvicorn.Server(uvicorn.Config(app, access_log=False, log_level="warning")).run([listener])
